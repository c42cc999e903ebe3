/** The frame of every view: skip link, header, navigation (a bar at the foot on narrow screens), banners, toasts. */
import { Link, useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";

import { OfflineBanner } from "@/components/OfflineBanner";
import { Navigation } from "@/components/shell/Navigation";
import { UserMenu } from "@/components/shell/UserMenu";
import { useNotices } from "@/lib/actions";
import { useHotkeys } from "@/lib/hotkeys";

const Toaster = lazy(() => import("@/components/shell/Toaster"));
const HelpDialog = lazy(() => import("@/components/shell/HelpDialog"));

interface Props {
  /** Controls at the right of the header. */
  tools: ReactNode;
  children: ReactNode;
}

export function Shell({ tools, children }: Props) {
  const [isHelpOpen, setHelpOpen] = useState(false);
  const hasNotices = useHasNotices();
  useShellKeys(() => setHelpOpen(true));
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded-control bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-line bg-surface px-3 sm:px-5">
        <Link
          to="/search"
          className="mr-2 flex items-center gap-2 rounded-control text-lg font-semibold tracking-tight"
        >
          <img src="/icon.svg" alt="" width={26} height={26} />
          <span>Semblance</span>
        </Link>
        <Navigation />
        <div className="ml-auto flex items-center gap-1">
          {tools}
          <UserMenu onHelp={() => setHelpOpen(true)} />
        </div>
      </header>
      <OfflineBanner />
      <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col pb-16 outline-none md:pb-0">
        {children}
      </main>
      {hasNotices && (
        <Suspense>
          <Toaster />
        </Suspense>
      )}
      {isHelpOpen && (
        <Suspense>
          <HelpDialog onClose={() => setHelpOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** True from the first toast on: until then its code is not loaded. */
function useHasNotices(): boolean {
  const [hasNotices, setHasNotices] = useState(false);
  const isAsked = useNotices(({ notices }) => notices.length > 0);
  if (isAsked && !hasNotices) setHasNotices(true);
  return hasNotices;
}

function useShellKeys(openHelp: () => void): void {
  const navigate = useNavigate();
  useHotkeys("everywhere", [
    { keys: "?", does: "Show the shortcuts", run: openHelp },
    { keys: "g s", does: "Go to search", run: () => void navigate({ to: "/search" }) },
    { keys: "g u", does: "Go to upload", run: () => void navigate({ to: "/upload" }) },
    { keys: "g d", does: "Go to duplicates", run: () => void navigate({ to: "/dedupe" }) },
    { keys: "g a", does: "Go to anomalies", run: () => void navigate({ to: "/anomalies" }) },
    { keys: "g ,", does: "Go to settings", run: () => void navigate({ to: "/settings" }) },
    { keys: "F6", does: "Go to the next region", run: nextRegion },
    { keys: "Shift+F6", does: "Go to the region before", run: nextRegion },
  ]);
}

/** Header, navigation, content, panel and toasts in turn, as F6 does on the desktop. */
function nextRegion(event: KeyboardEvent): void {
  // The toaster listens for this key too, and would always take it to itself.
  event.stopPropagation();
  const regions = [...document.querySelectorAll<HTMLElement>("header, nav, main, aside, [data-region]")].filter(
    (one) => one.checkVisibility() && !one.closest("main header"),
  );
  const now = regions.findLastIndex((one) => one.contains(document.activeElement));
  const next = regions[(now + (event.shiftKey ? -1 : 1) + regions.length) % regions.length];
  const target = next?.querySelector<HTMLElement>("a[href],button:not(:disabled),input,select,[tabindex]") ?? next;
  target?.focus();
}
