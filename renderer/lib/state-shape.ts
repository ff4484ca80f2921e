/** The shapes that say what something does; a screen's one meaning for each, in grey. */
export type StateShape = 'waiting' | 'running' | 'done' | 'failed' | 'off';
