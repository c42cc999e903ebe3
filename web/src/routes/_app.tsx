/** Everything behind the log-in: the shell around each view. */
import { createFileRoute, Outlet, redirect } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";

import { renew, useSession } from "@/api/session";
import { Shell } from "@/components/shell/Shell";

const ReLogInDialog = lazy(() => import("@/features/accounts/ReLogInDialog"));
const UploadStatus = lazy(() =>
  import("@/features/upload/UploadStatus").then(({ UploadStatus }) => ({ default: UploadStatus })),
);
const HistoryControl = lazy(() => import("@/features/history/HistoryControl"));

export const Route = createFileRoute("/_app")({
  beforeLoad: ({ location }) => {
    if (useSession.getState().state === "out") throw redirect({ to: "/login", search: { next: location.href } });
  },
  component: App,
});

const LOOK_EVERY_MS = 20_000;
const RENEW_BEFORE_MS = 300_000;

function App() {
  const state = useSession((session) => session.state);
  const navigate = Route.useNavigate();
  useRenewal();
  useEffect(() => {
    if (state === "out") void navigate({ to: "/login", replace: true });
  }, [navigate, state]);
  return (
    <>
      <Shell
        tools={
          <Suspense>
            <UploadStatus />
            <HistoryControl />
          </Suspense>
        }
      >
        <Outlet />
      </Shell>
      {state === "expired" && (
        <Suspense>
          <ReLogInDialog />
        </Suspense>
      )}
    </>
  );
}

/** The token is exchanged while the tab is looked at; one that was left alone runs out, and asks for the password. */
function useRenewal(): void {
  useEffect(() => {
    const look = () => {
      const { goodUntil, state } = useSession.getState();
      const isDue = goodUntil - Date.now() < RENEW_BEFORE_MS;
      if (state === "in" && isDue && document.visibilityState === "visible") renew().catch(() => undefined);
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
}
