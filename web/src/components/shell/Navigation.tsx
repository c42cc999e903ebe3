/** The views; a viewer is not shown what only an editor can use. */
import { Link } from "@tanstack/react-router";
import { CopyCheck, ScanEye, Search, Upload } from "lucide-react";

import { useCan } from "@/api/session";

const VIEWS = [
  { to: "/search", name: "Search", Icon: Search },
  { to: "/upload", name: "Upload", Icon: Upload, role: "editor" },
  { to: "/dedupe", name: "Duplicates", Icon: CopyCheck },
  { to: "/anomalies", name: "Anomalies", Icon: ScanEye },
] as const;

export function Navigation() {
  const isEditor = useCan("editor");
  return (
    <nav
      aria-label="Views"
      className="fixed inset-x-0 bottom-0 z-30 flex justify-around border-t border-line bg-surface md:static md:justify-start md:gap-1 md:border-0"
    >
      {VIEWS.filter((view) => isEditor || !("role" in view)).map(({ to, name, Icon }) => (
        <Link
          key={to}
          to={to}
          className="flex min-h-14 min-w-16 flex-col items-center justify-center gap-0.5 rounded-control px-3 text-xs font-medium text-quiet hover:text-ink md:min-h-9 md:flex-row md:gap-2 md:text-sm md:hover:bg-raised"
          activeProps={{ className: "text-ink! md:bg-accent-soft" }}
        >
          <Icon aria-hidden size={18} />
          {name}
        </Link>
      ))}
    </nav>
  );
}
