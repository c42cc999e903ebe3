/** The shortcuts that act on this page now. */
import { Link } from "@tanstack/react-router";

import { useBindings } from "@/lib/hotkeys";
import { usePreferences } from "@/lib/preferences";
import { Dialog } from "@/ui/Dialog";
import { Kbd } from "@/ui/Kbd";

export default function HelpDialog({ onClose }: { onClose: () => void }) {
  const bound = useBindings((bindings) => bindings.bound);
  const hasSingleKeys = usePreferences((preferences) => preferences.singleKeys);
  return (
    <Dialog title="Shortcuts of this page" onClose={onClose} size="large">
      {!hasSingleKeys && (
        <p className="mb-4 text-quiet">
          Single characters are switched off in{" "}
          <Link to="/settings" className="text-accent underline" onClick={onClose}>
            the settings
          </Link>
          .
        </p>
      )}
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {bound.toReversed().map(({ scope, hotkeys }) => (
          <section key={scope}>
            <h3 className="mb-2 font-semibold capitalize">{scope}</h3>
            <dl className="flex flex-col gap-1.5 text-sm">
              {hotkeys.map(({ keys, does }) => (
                <div key={keys} className="flex items-center justify-between gap-4">
                  <dt>{does}</dt>
                  <dd>
                    <Kbd keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
