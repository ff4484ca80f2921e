/** Takes the place of `react-style-singleton`: nothing is styled, as the page itself never scrolls. */
export function styleSingleton(): () => null {
  return () => null;
}

export function stylesheetSingleton(): { add: () => void; remove: () => void } {
  return { add: () => undefined, remove: () => undefined };
}

export function styleHookSingleton(): () => void {
  return () => undefined;
}
