import type { RouteOptions } from 'fastify';

/**
 * Which methods an address can be called with. Fastify's own `hasRoute` takes a route's pattern and not an
 * address: it knows no address that a `*` or a `:name` stands for, and throws for one with a `*` inside.
 */
export class ServedRoutes {
  readonly #routes: { readonly methods: readonly string[]; readonly pattern: RegExp }[] = [];

  /** To be called for each route before it is served: fastify's hook `onRoute`. */
  note({ method, url }: Pick<RouteOptions, 'method' | 'url'>): void {
    const methods = [method].flat().filter((name) => name !== 'HEAD');
    this.#routes.push({ methods, pattern: patternOf(url) });
  }

  /** In the order in which the routes were declared; empty when nothing is at this address. */
  methodsAt(path: string): readonly string[] {
    const found = this.#routes.filter(({ pattern }) => pattern.test(path));
    return [...new Set(found.flatMap(({ methods }) => methods))];
  }
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part === '*') return '.*';
    return part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
