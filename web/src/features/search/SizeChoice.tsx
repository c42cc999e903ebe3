/** How large the pictures are shown: here, and wherever a person goes next. */
import { SIZES, type View } from "@/features/search/view";
import { cx } from "@/lib/cx";
import { usePreferences } from "@/lib/preferences";

interface Props {
  size: NonNullable<View["size"]>;
  onSize: (size: NonNullable<View["size"]>) => void;
}

const NAMES = { 96: "Small", 160: "Medium", 240: "Large" } as const;

export function SizeChoice({ size, onSize }: Props) {
  const choose = (one: Props["size"]) => {
    usePreferences.setState({ tile: one });
    onSize(one);
  };
  return (
    <fieldset className="flex shrink-0 rounded-control border border-line bg-surface p-0.5">
      <legend className="sr-only">Size of the pictures</legend>
      {SIZES.map((one) => (
        <label
          key={one}
          title={NAMES[one]}
          className={cx(
            "grid h-7 min-w-7 place-items-center rounded-md text-xs font-medium has-focus-visible:outline-3 has-focus-visible:outline-focus",
            one === size ? "bg-accent-soft text-ink" : "text-quiet hover:text-ink",
          )}
        >
          <input
            type="radio"
            name="size"
            className="sr-only"
            checked={one === size}
            onChange={() => choose(one)}
            aria-label={NAMES[one]}
          />
          <span aria-hidden>{NAMES[one][0]}</span>
        </label>
      ))}
    </fieldset>
  );
}
