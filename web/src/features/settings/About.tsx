/** Which version of the app this is, and where the API is that it talks to. */
import { version } from "../../../package.json";

import { apiBase } from "@/lib/apiBase";

export function About() {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2 text-sm">
      <dt className="text-quiet">Version</dt>
      <dd>{version}</dd>
      <dt className="text-quiet">API</dt>
      <dd className="font-mono text-xs leading-5 break-all">{apiBase() || location.origin}</dd>
    </dl>
  );
}
