/** What was measured of the picture, which checks it fails, and with what it was made searchable. */
import { CircleCheck, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { CHECK_NAMES, CHECKS, type QualityCheck } from "@/api/qualityChecks";
import { CopyButton } from "@/components/CopyButton";
import { MEANINGS, nameOf, rowsOf, valueOf } from "@/features/images/quality";
import { type CheckRule, useCheckRules } from "@/features/images/useCheckRules";
import type { ImageDetail } from "@/api/images";
import { capital, count, percent } from "@/lib/format";

export default function QualityTab({ image }: { image: ImageDetail }) {
  const { payload, quality_measures: measures } = image;
  return (
    <div className="flex flex-col gap-6">
      <Score score={payload.quality_score} />
      <Checks image={image} />
      {measures && (
        <Section title="Measured">
          <Facts rows={rowsOf(measures)} />
        </Section>
      )}
      <Section title="Fingerprint and vector">
        <Facts
          rows={[
            { name: "pHash", value: payload.phash, copies: "pHash" },
            { name: "SHA-256", value: payload.sha256, copies: "SHA-256" },
            { name: "Model", value: payload.model_name ?? "no vector yet" },
            { name: "Model version", value: payload.model_version ?? "no vector yet" },
            { name: "NSFW score", value: payload.nsfw_score === null ? "not scored" : percent(payload.nsfw_score) },
          ]}
        />
      </Section>
    </div>
  );
}

function Score({ score }: { score: number }) {
  return (
    <Section title="Quality score">
      <div className="flex items-center gap-3">
        <div
          role="meter"
          aria-label="Quality score"
          aria-valuemin={0}
          aria-valuemax={1}
          aria-valuenow={score}
          className="h-2 flex-1 overflow-hidden rounded-full border border-edge bg-raised"
        >
          <div className="h-full bg-accent" style={{ width: `${score * 100}%` }} />
        </div>
        <span className="font-mono text-sm tabular-nums">{score.toFixed(2)}</span>
      </div>
      <p className="text-sm text-quiet">From 0 to 1: sharper, closer to mid-grey, more contrast and larger is more.</p>
    </Section>
  );
}

function Checks({ image }: { image: ImageDetail }) {
  const rules = useCheckRules();
  const { quality_checks: failed } = image.payload;
  if (failed === null)
    return (
      <Section title="Checks">
        <p className="text-sm text-quiet">
          Nobody has looked yet: it came in before there were checks. A daily job does.
        </p>
      </Section>
    );
  const passed = CHECKS.filter((check) => !failed.includes(check));
  return (
    <Section title="Checks">
      <ul className="flex flex-col gap-2">
        {failed.map((check) => (
          <Failed key={check} check={check} image={image} rule={rules.get(check)} />
        ))}
      </ul>
      {passed.length > 0 && (
        <p className="flex items-start gap-2 text-sm">
          <CircleCheck aria-hidden size={16} className="mt-0.5 shrink-0 text-good" />
          <span>Passed: {passed.map((check) => MEANINGS[check].passes).join(", ")}.</span>
        </p>
      )}
    </Section>
  );
}

function Failed({ check, image, rule }: { check: QualityCheck; image: ImageDetail; rule: CheckRule | undefined }) {
  const { means, measure } = MEANINGS[check];
  const value = image.quality_measures?.[measure];
  return (
    <li className="flex items-start gap-2 rounded-control bg-warn-soft p-2 text-sm">
      <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-warn" />
      <div className="min-w-0">
        <p>
          <strong className="font-semibold">{capital(CHECK_NAMES[check])}.</strong> {means}
        </p>
        <p>
          {nameOf(measure)} {value === undefined ? "" : valueOf(measure, value)}
          {rule &&
            `; the limit is ${valueOf(measure, rule.threshold)}. ${count(rule.failed)} of ${count(rule.images)} images fail it.`}
        </p>
      </div>
    </li>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Facts({ rows }: { rows: readonly { name: string; value: string; copies?: string }[] }) {
  return (
    <dl className="flex flex-col divide-y divide-line text-sm">
      {rows.map(({ name, value, copies }) => (
        <div key={name} className="flex min-h-8 items-center justify-between gap-4">
          <dt className="shrink-0 text-quiet">{name}</dt>
          <dd className="flex min-w-0 items-center gap-1">
            <span className="truncate font-mono text-xs tabular-nums" title={value}>
              {value}
            </span>
            {copies && <CopyButton text={value} what={copies} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
