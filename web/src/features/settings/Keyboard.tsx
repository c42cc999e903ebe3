/** Whether single characters are shortcuts: they get in the way of speech input and of some screen readers. */
import { usePreferences } from "@/lib/preferences";
import { Kbd } from "@/ui/Kbd";
import { Switch } from "@/ui/Switch";

export function Keyboard() {
  const singleKeys = usePreferences((preferences) => preferences.singleKeys);
  return (
    <div className="flex flex-col gap-3">
      <Switch
        label="Single-key shortcuts"
        hint="Letters, digits and signs act by themselves outside text fields. Arrows, Enter, Escape and shortcuts with Ctrl or Alt always work."
        checked={singleKeys}
        onSwitch={(isOn) => usePreferences.setState({ singleKeys: isOn })}
      />
      <p className="text-sm text-quiet">
        <Kbd keys="?" /> shows the shortcuts of the page that you are on.
      </p>
    </div>
  );
}
