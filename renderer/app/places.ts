import {
  Bell,
  ClipboardList,
  Cpu,
  FileClock,
  GraduationCap,
  History,
  LayoutGrid,
  ListChecks,
  type LucideIcon,
  Settings,
  TriangleAlert,
  Warehouse,
} from 'lucide-react';

export const PLACES = [
  { key: 'overview', path: '/', hotkey: 'F1', icon: LayoutGrid },
  { key: 'batch', path: '/batch', hotkey: 'F2', icon: ClipboardList },
  { key: 'failedToPush', path: '/failed-to-push', hotkey: 'F3', icon: TriangleAlert },
  { key: 'history', path: '/history', hotkey: 'F4', icon: History },
  { key: 'alarms', path: '/alarms', hotkey: 'F5', icon: Bell },
  { key: 'equipment', path: '/equipment', hotkey: 'F6', icon: Warehouse },
  { key: 'tasks', path: '/tasks', hotkey: 'F7', icon: ListChecks },
  { key: 'plc', path: '/plc', hotkey: 'F8', icon: Cpu },
  { key: 'audit', path: '/audit', hotkey: null, icon: FileClock },
  { key: 'settings', path: '/settings', hotkey: null, icon: Settings },
  { key: 'training', path: '/training', hotkey: null, icon: GraduationCap },
] as const satisfies readonly Place[];

interface Place {
  readonly key: string;
  readonly path: string;
  readonly hotkey: string | null;
  readonly icon: LucideIcon;
}

export type PlaceKey = (typeof PLACES)[number]['key'];
