/** The API as typed functions. Requests carry the token, wait for a log-in where it expired, and fail as two errors. */
import createClient from "openapi-fetch";

import { apiBase } from "@/lib/apiBase";
import { answered, notAnswered } from "@/api/connection";
import { ApiError, Offline, problemOf } from "@/api/problems";
import type { paths } from "@/api/schema";
import { expire, loggedInAgain, useSession } from "@/api/session";

/** `await answerOf(api.GET("/api/images/{image_id}", { params: { path: { image_id } }, signal }))`. */
export const api = createClient<paths>({
  baseUrl: apiBase() || location.origin,
  fetch: (request) => authorized(request),
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer. Raises ApiError when it is a problem. */
export async function answerOf<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked;
  if (response.ok) return data as T;
  const after = Number(response.headers.get("Retry-After"));
  const problem = typeof error === "object" && error !== null ? error : {};
  const requestId = response.headers.get("X-Request-ID") ?? "";
  throw new ApiError(response.status, { request_id: requestId, ...problem }, after > 0 ? after : undefined);
}

/** POST a form with files. Raises ApiError and Offline. */
export async function postForm<T>(path: keyof paths, form: FormData, signal?: AbortSignal): Promise<T> {
  const init: RequestInit = { method: "POST", body: form };
  if (signal) init.signal = signal;
  const response = await authorized(new Request(`${apiBase() || location.origin}${path}`, init));
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

/** Fetch with the token. A request that met an expired one is sent again after the log-in. Raises Offline. */
export async function authorized(request: Request): Promise<Response> {
  const again = request.clone();
  const token = useSession.getState().token;
  const response = await send(request, token);
  if (response.status !== 401 || !token) return response;
  expire(token);
  if (!(await loggedInAgain(request.signal))) return response;
  return send(again, useSession.getState().token);
}

async function send(request: Request, token: string | null): Promise<Response> {
  if (token) request.headers.set("Authorization", `Bearer ${token}`);
  try {
    const response = await fetch(request);
    if (isOfTheProxy(response)) notAnswered();
    else answered();
    return response;
  } catch (error) {
    if (request.signal.aborted) throw error;
    notAnswered();
    throw new Offline(String(error));
  }
}

/** A proxy in front that finds no gateway answers in its place, without a request id. */
function isOfTheProxy(response: Response): boolean {
  return [502, 503, 504].includes(response.status) && !response.headers.has("X-Request-ID");
}
