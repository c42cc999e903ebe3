/** What can go wrong between the app and the API, as two errors. */

interface Problem {
  type?: string;
  title?: string;
  detail?: string;
  request_id?: string;
  reason?: string;
  errors?: { loc: (string | number)[]; msg: string }[];
  [extra: string]: unknown;
}

export interface Words {
  title: string;
  detail: string;
  requestId?: string;
}

/** An answer that is a problem (RFC 9457). `extra` has the problem's other members. */
export class ApiError extends Error {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string;
  readonly reason: string | undefined;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    readonly status: number,
    problem: Problem,
    readonly retryAfterS?: number,
  ) {
    const { type, title, detail, request_id, reason, errors, ...extra } = problem;
    super(detail ?? title ?? `status ${status}`);
    this.name = "ApiError";
    this.type = (type ?? "about:blank").replace(/^.*\//, "");
    this.title = title ?? "The API answered with an error";
    this.detail = errors?.length ? errors.map((one) => `${one.loc.at(-1)}: ${one.msg}`).join("; ") : (detail ?? "");
    this.requestId = request_id ?? "";
    this.reason = reason;
    this.extra = extra;
  }
}

/** No answer came: the network is away, or the gateway. */
export class Offline extends Error {
  override readonly name = "Offline";
}

/** The problem that an answer holds. */
export async function problemOf(response: Response): Promise<ApiError> {
  const body = await response.json().catch(() => ({}));
  const problem: Problem = typeof body === "object" && body !== null ? body : {};
  const after = Number(response.headers.get("Retry-After"));
  return new ApiError(
    response.status,
    { request_id: response.headers.get("X-Request-ID") ?? "", ...problem },
    Number.isFinite(after) && after > 0 ? after : undefined,
  );
}

/** An error in words that help. */
export function wordsOf(error: unknown): Words {
  if (error instanceof ApiError) return { title: error.title, detail: error.detail, requestId: error.requestId };
  if (error instanceof Offline)
    return {
      title: "Semblance does not answer",
      detail: "The network or the server is away. It is asked again by itself.",
    };
  return { title: "Something went wrong in the app", detail: error instanceof Error ? error.message : String(error) };
}
