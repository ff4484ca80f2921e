import { join } from 'node:path';
import type { ShellText } from '../../shared/text/shell-text.ts';
import type { PlantSummary } from '../station/plant-watch.ts';
import type { ElectronApi } from './electron-api.ts';

export interface MenuActions {
  readonly open: () => void;
  readonly anotherWindow: () => void;
  readonly quit: () => void;
}

/** The menu of the windows. F1 to F8 are the screens' own keys, so nothing here takes one of them. */
export function setMenu({ Menu }: ElectronApi, text: ShellText, actions: MenuActions): void {
  const menu = Menu.buildFromTemplate([
    {
      label: 'Batchline',
      submenu: [
        { label: text.anotherWindow, accelerator: 'CmdOrCtrl+N', click: actions.anotherWindow },
        { label: text.fullScreen, accelerator: 'F11', role: 'togglefullscreen' },
        { label: text.quit, accelerator: 'CmdOrCtrl+Q', click: actions.quit },
      ],
    },
    { label: text.edit, role: 'editMenu' },
  ]);
  Menu.setApplicationMenu(menu);
}

/**
 * Puts an icon into the tray. The function that it returns shows the worst alarm's priority there, as a
 * picture and in words, and how many alarms there are; null: no station runs.
 */
export function addTray(
  { Tray, Menu }: ElectronApi,
  text: ShellText,
  icons: string,
  actions: MenuActions,
): (plant: PlantSummary | null) => void {
  const icon = (priority: number): string => join(icons, `tray-${priority}.png`);
  const tray = new Tray(icon(0));
  const menu = Menu.buildFromTemplate([
    { label: text.open, click: actions.open },
    { label: text.anotherWindow, click: actions.anotherWindow },
    { label: text.quit, click: actions.quit },
  ]);
  tray.setContextMenu(menu);
  tray.on('click', actions.open);
  return (plant) => {
    tray.setImage(icon(plant === null ? 1 : (plant.worst ?? 0)));
    tray.setToolTip(trayTip(plant, text));
  };
}

function trayTip(plant: PlantSummary | null, text: ShellText): string {
  if (plant === null) return text.stationAway;
  if (plant.worst === null) return text.noAlarms;
  const tip = text.alarms.replace('{count}', String(plant.alarms));
  return tip.replace('{priority}', text.priorities[plant.worst]);
}
