/** Files by what became of them, with counts; the choice is in the address. */
import { Link } from "@tanstack/react-router";

import type { Counts } from "@/features/upload/snapshot";
import { TABS, type Tab } from "@/features/upload/uploadFile";
import { TAB_NAMES } from "@/features/upload/words";
import { cx } from "@/lib/cx";
import { count } from "@/lib/format";

interface Props {
  counts: Counts;
  chosen: Tab | "all";
}

export function StateTabs({ counts, chosen }: Props) {
  const shown = (["all", ...TABS] as const).filter((tab) => tab === "all" || tab === chosen || counts[tab] > 0);
  return (
    <nav aria-label="Files by state">
      <ul className="flex flex-wrap gap-1">
        {shown.map((tab) => (
          <li key={tab}>
            <Link
              to="/upload"
              search={tab === "all" ? {} : { batch: tab }}
              replace
              aria-current={tab === chosen ? "page" : undefined}
              className={cx(
                "inline-flex h-8 items-center gap-1.5 rounded-full border px-3 text-sm tabular-nums",
                tab === chosen
                  ? "border-accent bg-accent-soft font-semibold"
                  : "border-line bg-surface hover:bg-raised",
              )}
            >
              {TAB_NAMES[tab]} <span className="text-quiet">{count(counts[tab])}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
