import { expect, it } from 'vitest';
import { REQUEST_LOG_LIMIT_REQUESTS, RequestLog } from './request-log.ts';

it('the request log keeps the last requests and counts them all', () => {
  const log = new RequestLog();
  const request = {
    at: 0,
    source: { address: '127.0.0.1', port: 1 },
    sid: 0,
    command: 0x0101,
    address: 0,
    count: 1,
    words: [],
  };
  const total = 2 * REQUEST_LOG_LIMIT_REQUESTS + 5;
  for (let index = 0; index < total; index += 1) log.add(request);
  expect(log.all()).toHaveLength(REQUEST_LOG_LIMIT_REQUESTS);
  expect(log.all().at(-1)?.number).toBe(total);
  expect(log.all()[0]?.number).toBe(total - REQUEST_LOG_LIMIT_REQUESTS + 1);
  expect(log.counts()).toEqual(new Map([[0x0101, total]]));
});
