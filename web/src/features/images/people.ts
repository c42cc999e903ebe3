/** Who did something. The API names people by their ids only. */

/** "You", or enough of the id to tell two people apart. */
export function personOf(userId: string, self: string | undefined): string {
  return userId === self ? "You" : `User ${userId.slice(0, 8)}`;
}
