/** Who is logged in, for which tenant, and what the role lets them do. */
import { LogOut } from "lucide-react";

import { logOut, type Role, useSession } from "@/api/session";
import { Button } from "@/ui/Button";

const CAN: Readonly<Record<Role, string>> = {
  viewer: "Search, look at images, groups and anomalies, and export them. It changes nothing.",
  editor:
    "All that a viewer can; upload, give feedback, detect and resolve duplicates, score and review anomalies, and take that back.",
  admin: "All that an editor can; take back what others said, and upload in another person's name.",
};

export function Account() {
  const user = useSession((session) => session.user);
  if (!user) return null;
  const facts = [
    { name: "Name", value: user.username ?? user.userId },
    { name: "Tenant", value: user.tenant ?? user.tenantId },
    { name: "Role", value: user.role },
    { name: "It can", value: CAN[user.role] },
  ];
  return (
    <>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2 text-sm">
        {facts.map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-quiet">{name}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <Button className="self-start" onClick={logOut}>
        <LogOut aria-hidden size={16} /> Log out
      </Button>
    </>
  );
}
