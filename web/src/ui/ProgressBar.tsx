/** How far something is, as a bar with its words. */

interface Props {
  label: string;
  /** 0 to 1; null while it is not known. */
  share: number | null;
  isLabelHidden?: boolean;
}

export function ProgressBar({ label, share, isLabelHidden = false }: Props) {
  return (
    <div className="flex flex-col gap-1">
      {!isLabelHidden && <span className="text-sm">{label}</span>}
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { "aria-valuenow": Math.round(share * 100) })}
        className="h-2 overflow-hidden rounded-full border border-edge bg-raised"
      >
        <div
          className={share === null ? "h-full w-1/3 animate-pulse bg-accent" : "h-full bg-accent transition-[width]"}
          style={share === null ? undefined : { width: `${Math.min(1, share) * 100}%` }}
        />
      </div>
    </div>
  );
}
