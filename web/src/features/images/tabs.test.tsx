/** The tabs about an image: the payload's tree, quality in words, groups and how unusual it is. */
import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { fakeImage, IMAGE_ID, OTHER_ID } from "@/features/images/fakeImage";
import GroupsTab from "@/features/images/GroupsTab";
import PayloadTab from "@/features/images/PayloadTab";
import { START } from "@/features/images/place";
import QualityTab from "@/features/images/QualityTab";
import { actAs } from "@/testing/people";
import { renderIn } from "@/testing/render";
import { server } from "@/testing/server";

beforeEach(() => {
  actAs("viewer");
});

describe("PayloadTab", () => {
  const focused = () => document.activeElement?.textContent;

  it("is walked with the arrows, which open and close what holds more", async () => {
    const { user } = await renderIn(<PayloadTab image={fakeImage({}, { tags: ["circle", "red"] })} />);
    const tags = screen.getByRole("treeitem", { name: /^tags/ });
    expect(tags).toHaveAttribute("aria-expanded", "true");
    await user.click(screen.getByRole("treeitem", { name: /^source/ }));
    await user.keyboard("{ArrowDown}");
    expect(tags).toHaveFocus();
    await user.keyboard("{ArrowDown}");
    expect(focused()).toBe("0circle");
    await user.keyboard("{ArrowLeft}");
    expect(tags).toHaveFocus();
    await user.keyboard("{ArrowLeft}");
    expect(tags).toHaveAttribute("aria-expanded", "false");
    expect(screen.queryByRole("treeitem", { name: "0circle" })).not.toBeInTheDocument();
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(focused()).toBe("0circle");
    await user.keyboard("{End}");
    expect(focused()).toBe("category_idnull");
    await user.keyboard("{Home}");
    expect(focused()).toContain("image_id");
  });

  it("copies the path and the value of what is chosen", async () => {
    const { user } = await renderIn(<PayloadTab image={fakeImage()} />);
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await user.click(screen.getByRole("treeitem", { name: "1red" }));
    await user.click(screen.getByRole("button", { name: "Copy the path" }));
    await user.click(screen.getByRole("button", { name: "Copy the value" }));
    expect(write.mock.calls).toEqual([["tags[1]"], ["red"]]);
  });

  it("is there as JSON, too", async () => {
    const image = fakeImage();
    const { user } = await renderIn(<PayloadTab image={image} />);
    await user.click(screen.getByRole("checkbox", { name: "As JSON" }));
    expect(JSON.parse(screen.getByRole("region", { name: "Payload as JSON" }).textContent)).toEqual(image.payload);
  });
});

describe("QualityTab", () => {
  const measures = {
    luma: 0.12,
    focus: null,
    entropy: 7,
    contrast: 1,
    sharpness: 1,
    plain_share: 0.2,
    aspect_ratio: 1.5,
    clipped_dark: 0,
    clipped_bright: 0,
    longest_side: 400,
    shortest_side: 300,
  };
  const rules = {
    dataset_id: null,
    images: 627,
    passed: 500,
    not_looked_at: 0,
    checks: [{ check: "dark", failed: 75, measure: "luma", fails: "below", threshold: 0.16 }],
  };

  it("says in words what fails, by how much, and how many others do", async () => {
    server.use(http.get("*/api/qa/quality", () => HttpResponse.json(rules)));
    await renderIn(<QualityTab image={fakeImage({ quality_measures: measures }, { quality_checks: ["dark"] })} />);
    const item = screen.getByRole("listitem");
    expect(await within(item).findByText(/the limit is 0.160. 75 of 627 images fail it/)).toBeInTheDocument();
    expect(item).toHaveTextContent(/^Too dark\..*Brightness 0\.120/);
    expect(screen.getByText(/^Passed: not too bright, sharp,/)).toBeInTheDocument();
    expect(screen.getByText("cannot be said")).toBeInTheDocument();
  });

  it("does without the limits, and says when nobody has looked", async () => {
    server.use(http.get("*/api/qa/quality", () => HttpResponse.json({ title: "Away" }, { status: 500 })));
    await renderIn(
      <QualityTab image={fakeImage({}, { quality_checks: null, model_name: null, model_version: null })} />,
    );
    expect(screen.getByText(/Nobody has looked yet/)).toBeInTheDocument();
    expect(screen.getAllByText("no vector yet")).toHaveLength(2);
  });
});

describe("GroupsTab", () => {
  const show = () => renderIn(<GroupsTab image={fakeImage()} place={START} onGo={undefined} />);
  const group = (change: object) => ({
    dataset_id: null,
    group_id: "e04147be080641d528643406e786b4b3",
    size: 4,
    tier: "T2",
    status: "open",
    worst: { similarity: 0.9946 },
    images: [],
    ...change,
  });

  it("links to the groups that hold it, of the tenant and of the dataset", async () => {
    server.use(
      http.get("*/api/duplicates/groups", ({ request }) => {
        const params = new URL(request.url).searchParams;
        expect(params.get("image_id")).toBe(IMAGE_ID);
        const dataset = params.get("dataset_id");
        return HttpResponse.json({
          groups: [group(dataset ? { dataset_id: dataset, size: 2 } : {})],
          next_cursor: null,
        });
      }),
      http.get("*/api/qa/anomalies/*", () => HttpResponse.json({ type: "/problems/not-scored" }, { status: 404 })),
    );
    await show();
    const links = await screen.findAllByRole("link");
    expect(links.map((link) => link.getAttribute("href"))).toEqual([
      "/dedupe/e04147be080641d528643406e786b4b3",
      "/dedupe/e04147be080641d528643406e786b4b3?dataset=default",
    ]);
    expect(links[0]).toHaveTextContent(/4 images among all images.*T2.*to be reviewed.*weakest link 99.5/);
    expect(await screen.findByText(/It has no score yet/)).toBeInTheDocument();
  });

  it("tells how unusual it is, by what it is near, and what people said", async () => {
    const anomaly = {
      image: { image_id: IMAGE_ID },
      method: "knn",
      score: 0.44,
      percentile: 95.8,
      robust_z: 1.8,
      flagged: true,
      scores: { knn: { score: 0.44, percentile: 95.8, robust_z: 1.8 } },
      evidence: [
        {
          image_id: OTHER_ID,
          distance: 0.38,
          filename: "near.png",
          preview_url: "https://x.example/api/thumbnails/a.webp",
        },
        { image_id: "gone", distance: 0.4, filename: null, preview_url: null },
      ],
      reviews: [
        {
          reviewer: "77770000-0000-4000-8000-000000000001",
          verdict: "defect",
          note: "<i>cracked</i>",
          reviewed_at: "2026-01-01T00:00:00Z",
          turn: 1,
        },
      ],
    };
    server.use(
      http.get("*/api/duplicates/groups", () => HttpResponse.json({ groups: [], next_cursor: null })),
      http.get("*/api/qa/anomalies/*", () => HttpResponse.json(anomaly)),
    );
    await show();
    expect(await screen.findByText("unusual")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: /near\.png, 62.% match/u })).toHaveAttribute(
      "href",
      `/images/${OTHER_ID}?from=${IMAGE_ID}`,
    );
    expect(screen.getByText("gone")).toBeInTheDocument();
    expect(screen.getByText(/User 77770000: defect — <i>cracked<\/i>/)).toBeInTheDocument();
    expect(await screen.findByText(/No group holds it/)).toBeInTheDocument();
  });
});
