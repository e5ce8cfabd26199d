/** The texts above a chart. */
export interface Titles {
  /** Title of the chart. */
  readonly title: string;
  /** Second line of the title, such as a notice of what the data are. */
  readonly subtitle?: string;
}

/** The titles in Vega-Lite's form. */
export function titleSpec(
  { title, subtitle }: Titles,
): { text: string; subtitle?: string } {
  return subtitle === undefined ? { text: title } : { text: title, subtitle };
}

/** A chart's line of text: the titles and what the chart shows. */
export function textLine(
  { title, subtitle }: Titles,
  ...sentences: string[]
): string {
  const titles = subtitle === undefined ? [title] : [title, subtitle];
  return [...titles, ...sentences].join(". ");
}
