/** The outline of the part that matched lies over that part. */
import { expect, it } from "vitest";

import { partInSquare } from "@/features/search/partInSquare";

it("is where the middle square of the picture shows it", () => {
  const wide = { width: 400, height: 200 };
  expect(partInSquare({ left: 0.25, top: 0, right: 0.75, bottom: 1 }, wide)).toEqual({
    left: "0%",
    top: "0%",
    width: "100%",
    height: "100%",
  });
  expect(partInSquare({ left: 0, top: 0, right: 0.5, bottom: 0.5 }, wide)).toMatchObject({
    left: "-50%",
    width: "100%",
  });
  expect(partInSquare({ left: 0, top: 0.25, right: 1, bottom: 0.5 }, { width: 100, height: 200 })).toMatchObject({
    top: "0%",
    height: "50%",
  });
});
