/** The badge is short for the eye and plain for the ear. */
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { PercentBadge } from "./PercentBadge";

test.each([
  [0.973, /^97\s%$/u, "97 percent match"],
  [0.9961, /^99.6\s%$/u, "99.6 percent match"],
  [1, /^100\s%$/u, "100 percent match"],
])("%f is shown as %s and read as %s", (score, shown, read) => {
  render(<PercentBadge score={score} />);
  expect(screen.getByRole("img", { name: read })).toHaveTextContent(shown);
});
