/** A key, or keys, as they are written in help. */

const SHOWN: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Control: "Ctrl",
  Escape: "Esc",
};

export function Kbd({ keys }: { keys: string }) {
  const steps = keys.split(" ");
  return (
    <span className="inline-flex items-center gap-1">
      {steps.map((step) => (
        <kbd key={step} className="rounded border border-edge bg-raised px-1.5 font-mono text-xs text-ink">
          {step
            .split("+")
            .map((key) => SHOWN[key] ?? key)
            .join("+")}
        </kbd>
      ))}
    </span>
  );
}
