/** From a page: a call of the bridge. */
export const CALL_CHANNEL = 'batchline:call';
/** To a page: what the host tells by itself. */
export const MESSAGE_CHANNEL = 'batchline:message';
