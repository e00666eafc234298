import { vi } from 'vitest';

/** A request of the admin, as it leaves the browser. */
export interface Call {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: unknown;
}

/** What the server says; `never`: nothing, for as long as the test takes. */
type Answer = { readonly status: number; readonly body: unknown } | 'unreachable' | 'never';
type Route = (call: Call) => Answer | Promise<Answer>;

const routes = new Map<string, Route>();
const calls: Call[] = [];

const ok = (body: unknown): Answer => ({ status: 200, body });

/** A refusal, as Strapi words it. */
export const refusal = (status: number, message: string): Answer => ({
  status,
  body: { data: null, error: { status, name: 'Error', message, details: {} } },
});

/**
 * Says what the server answers from now on.
 *
 * @param route `METHOD /path`, without the query
 * @param answer the body; an `Answer`; or a function that gives one
 */
export const answering = (route: string, answer: unknown): void => {
  const isAnswer = (value: unknown): value is Answer =>
    typeof value === 'string' ||
    (typeof value === 'object' && value !== null && 'status' in value && 'body' in value);
  const toAnswer = (value: unknown): Answer => (isAnswer(value) ? value : ok(value));
  const reply = typeof answer === 'function' ? answer : () => answer;
  routes.set(route, async (call) => toAnswer(await reply(call)));
};

/** What was asked of a route, the oldest first. */
export const callsOf = (route: string): Call[] => {
  const [method, path] = route.split(' ');
  return calls.filter((call) => call.method === method && call.path.split('?')[0] === path);
};

const fetched = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
  const { pathname, search } = new URL(input instanceof Request ? input.url : input, 'http://strapi.test');
  const method = init.method ?? 'GET';
  const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null;
  const call = { method, path: `${pathname}${search}`, body };
  calls.push(call);
  // Strapi's own: who is logged in, and the like.
  const route = routes.get(`${method} ${pathname}`) ?? (() => ok({ data: {} }));
  const answer = await route(call);
  if (answer === 'never') return new Promise(() => undefined);
  if (answer === 'unreachable') throw new TypeError('Failed to fetch');
  const headers = { 'content-type': 'application/json' };
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers });
};

/** A server that has nothing yet; before each test. */
export const startBackend = (): void => {
  routes.clear();
  calls.length = 0;
  answering('GET /linkbacks/types', { contentTypes: [], locales: [] });
  vi.stubGlobal('fetch', fetched);
};
