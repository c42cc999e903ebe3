/** Who is logged in, in which tenant and with which role; settings, help, log-out. The browser's own popover. */
import { Link } from "@tanstack/react-router";
import { CircleUserRound, Keyboard, LogOut, Settings } from "lucide-react";
import { useRef } from "react";

import { logOut, useSession } from "@/api/session";
import { buttonLooks } from "@/ui/Button";

const ROLES = { viewer: "can look", editor: "can change", admin: "administers" } as const;
const ENTRY = "flex h-9 w-full items-center gap-3 rounded-control px-3 text-sm hover:bg-raised";

export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const user = useSession((session) => session.user);
  const box = useRef<HTMLDivElement>(null);
  if (!user) return null;
  const name = user.username ?? user.userId;
  const close = () => box.current?.hidePopover();
  const help = () => {
    close();
    onHelp();
  };
  return (
    <>
      <button type="button" popoverTarget="account" className={buttonLooks({ look: "quiet" })}>
        <CircleUserRound aria-hidden size={20} />
        <span className="sr-only">Account: </span>
        <span className="max-w-40 text-left leading-tight not-lg:sr-only">
          <span className="block truncate">{name}</span>
          <span className="block truncate text-xs font-normal text-quiet">
            {user.tenant ?? "tenant"} · {user.role}
          </span>
        </span>
      </button>
      <div
        id="account"
        ref={box}
        popover="auto"
        className="fixed inset-auto top-14 right-3 m-0 w-64 rounded-card border border-line bg-surface p-1.5 text-ink shadow-xl"
      >
        <div className="px-3 py-2 text-sm">
          <p className="font-medium break-words">{name}</p>
          <p className="break-words text-quiet">
            Tenant {user.tenant ?? user.tenantId}; role {user.role} ({ROLES[user.role]})
          </p>
        </div>
        <Link to="/settings" className={ENTRY} onClick={close}>
          <Settings aria-hidden size={16} /> Settings
        </Link>
        <button type="button" className={ENTRY} onClick={help}>
          <Keyboard aria-hidden size={16} /> Shortcuts
        </button>
        <button type="button" className={ENTRY} onClick={logOut}>
          <LogOut aria-hidden size={16} /> Log out
        </button>
      </div>
    </>
  );
}
