/** What is known of compared pictures, line by line; only lines that differ stand out. */
import { useState } from "react";

import { cx } from "@/lib/cx";
import { Switch } from "@/ui/Switch";

export interface Line {
  label: string;
  values: readonly string[];
}

export function isDiffering({ values }: Line): boolean {
  return new Set(values).size > 1;
}

interface Props {
  caption: string;
  /** The pictures, in the order of each line's values. */
  columns: readonly { id: string; label: string }[];
  lines: readonly Line[];
}

export function DifferenceTable({ caption, columns, lines }: Props) {
  const [isBrief, setBrief] = useState(false);
  const shown = isBrief ? lines.filter(isDiffering) : lines;
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{caption}</h2>
        <Switch label="Only what differs" checked={isBrief} onSwitch={setBrief} />
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys */}
      <div role="region" aria-label={caption} tabIndex={0} className="overflow-x-auto rounded-card border border-line">
        <table className="w-full text-left text-sm">
          <thead className="bg-raised">
            <tr>
              <th scope="col" className="px-3 py-2 font-medium">
                <span className="sr-only">What</span>
              </th>
              {columns.map(({ id, label }) => (
                <th key={id} scope="col" className="max-w-48 truncate px-3 py-2 font-medium">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((line) => (
              <TableLine key={line.label} line={line} columns={columns} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function TableLine({ line, columns }: Pick<Props, "columns"> & { line: Line }) {
  const differs = isDiffering(line);
  return (
    <tr className={cx("border-t border-line", differs && "bg-warn-soft")}>
      <th scope="row" className="px-3 py-1.5 font-normal whitespace-nowrap text-quiet">
        {line.label}
        {differs && <span className="ml-1.5 font-medium text-warn">differs</span>}
      </th>
      {columns.map(({ id }, index) => (
        <td key={id} className={cx("max-w-64 px-3 py-1.5 break-words", differs && "font-medium")}>
          {line.values[index]}
        </td>
      ))}
    </tr>
  );
}
