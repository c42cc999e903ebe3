/** `/login`: username and password; then where the person wanted to go. */
import { createFileRoute, redirect } from "@tanstack/react-router";
import * as v from "valibot";

import { useSession } from "@/api/session";
import { LogInPage } from "@/features/accounts/LogInPage";
import { may } from "@/lib/address";

export const Route = createFileRoute("/login")({
  validateSearch: v.object({ next: may(v.string()) }),
  beforeLoad: ({ search }) => {
    if (useSession.getState().state === "in") throw redirect({ href: ownPath(search.next), replace: true });
  },
  component: LogIn,
});

function LogIn() {
  const { next } = Route.useSearch();
  const navigate = Route.useNavigate();
  return <LogInPage onDone={() => void navigate({ href: ownPath(next), replace: true })} />;
}

/** Only paths of the app: nobody is sent elsewhere by a link to the log-in. */
function ownPath(next: string | undefined): string {
  if (!next?.startsWith("/")) return "/search";
  try {
    const { origin, pathname, search, hash } = new URL(next, location.origin);
    return origin === location.origin ? `${pathname}${search}${hash}` : "/search";
  } catch {
    return "/search";
  }
}
