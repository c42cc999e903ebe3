/** Two pictures in the same place, one after the other: held, switched, or (where movement is welcome) by itself. */
import { useEffect, useState } from "react";

import { wantsLessMotion } from "@/lib/preferences";
import { Button } from "@/ui/Button";
import { Switch } from "@/ui/Switch";

import { PicturePane } from "./PicturePane";
import type { ComparedPicture } from "./types";
import type { View } from "./view";

/** Below three flashes a second (WCAG 2.3.1). */
const BEAT_MS = 700;

interface Props {
  pair: readonly ComparedPicture[];
  view: View;
  isHeld: boolean;
}

export function FlickerPane({ pair, view, isHeld }: Props) {
  const [isOther, setOther] = useState(false);
  const [isRunning, setRunning] = useState(false);
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => setOther((now) => !now), BEAT_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <div className="grid min-h-0 flex-1">
        <PicturePane pictures={pair} shown={isHeld === isOther ? 0 : 1} view={view} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button size="small" aria-pressed={isOther} onClick={() => setOther(!isOther)}>
          Show the other
        </Button>
        {!wantsLessMotion() && <Switch label="By itself" checked={isRunning} onSwitch={setRunning} />}
        <p className="text-sm text-quiet">Hold Space to see the other for as long as you hold it.</p>
      </div>
    </div>
  );
}
