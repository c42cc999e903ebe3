/** Theme, size of the tiles, and movement. */
import { type Theme, type TileSize, usePreferences } from "@/lib/preferences";
import { Select } from "@/ui/Select";

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "As the system has it" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

const TILES: readonly { value: `${TileSize}`; size: TileSize; label: string }[] = [
  { value: "96", size: 96, label: "Small" },
  { value: "160", size: 160, label: "Medium" },
  { value: "240", size: 240, label: "Large" },
];

const MOTIONS = [
  { value: "system", label: "As the system has it" },
  { value: "less", label: "As little as possible" },
] as const;

export function Appearance() {
  const { theme, tile, motion } = usePreferences();
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Select
        label="Theme"
        value={theme}
        choices={THEMES}
        onChoose={(next) => usePreferences.setState({ theme: next })}
      />
      <Select
        label="Tiles in lists of images"
        value={`${tile}`}
        choices={TILES}
        onChoose={(next) => usePreferences.setState({ tile: sizeOf(next) })}
      />
      <Select
        label="Movement"
        value={motion}
        choices={MOTIONS}
        onChoose={(next) => usePreferences.setState({ motion: next })}
      />
    </div>
  );
}

function sizeOf(value: string): TileSize {
  return TILES.find((one) => one.value === value)?.size ?? 160;
}
