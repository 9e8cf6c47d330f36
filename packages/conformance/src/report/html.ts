import type { Report } from './model.ts';
export function htmlReport(_report: Report): string {
  return '';
}
