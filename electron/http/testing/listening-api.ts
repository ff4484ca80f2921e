import type { CommandName } from '../../../shared/contract/contract.ts';
import type { Caller } from '../../station/commands/command-handler.ts';
import { FakeStationApi } from './fake-station-api.ts';

/** Notes who it was asked by, and does nothing. */
export class ListeningApi extends FakeStationApi {
  readonly callers: Caller[] = [];

  override async executeUnchecked(_name: CommandName, _given: unknown, caller: Caller): Promise<unknown> {
    this.callers.push(caller);
    return {};
  }

  override async previewUnchecked(_name: CommandName, _given: unknown, caller: Caller) {
    this.callers.push(caller);
    return { refusal: null, plc: [], database: [], odoo: [] };
  }
}
