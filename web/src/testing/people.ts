/** People for tests. */
import { type Role, type User, useSession } from "@/api/session";

/** Be logged in with this role. */
export function actAs(role: Role): User {
  const user: User = {
    userId: "5f0c0000-0000-4000-8000-000000000001",
    username: `${role}@acme`,
    tenantId: "5f0c0000-0000-4000-8000-00000000000a",
    tenant: "acme",
    role,
  };
  useSession.setState({ token: "token", goodUntil: Date.now() + 900_000, user, state: "in" });
  return user;
}
