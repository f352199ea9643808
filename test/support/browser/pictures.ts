import type { Page } from "playwright-core";

/** A rectangle on the screen. */
interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface DrawnText extends Box {
  text: string;
}

/** What a browser has drawn of a picture. */
export interface Drawn {
  id: string;
  box: Box;
  /** Marks that are not texts and that take room. */
  marks: number;
  texts: DrawnText[];
}

/** All pictures of a page, as the browser has laid them out. */
export function drawnPictures(page: Page): Promise<Drawn[]> {
  return page.evaluate(() => {
    const boxOf = (element: Element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return { left, top, right, bottom };
    };
    return [...document.querySelectorAll("svg.picture")].map((svg) => ({
      id: svg.closest("figure")?.id ?? "",
      box: boxOf(svg),
      marks: [...svg.querySelectorAll("path, rect, circle")].filter((mark) => {
        const { width, height } = mark.getBoundingClientRect();
        return width + height > 0;
      }).length,
      texts: [...svg.querySelectorAll("text")].map((text) => ({ text: text.textContent ?? "", ...boxOf(text) })),
    }));
  });
}

/** Rounding, and the room that a font leaves around its letters. */
const SLACK = 1.5;

/** The texts that the picture's edge cuts. */
export function cutTexts({ box, texts }: Drawn): string[] {
  const isCut = ({ left, top, right, bottom }: Box) =>
    left < box.left - SLACK || right > box.right + SLACK || top < box.top - SLACK || bottom > box.bottom + SLACK;
  return texts.filter(isCut).map(({ text }) => text);
}

/** Pairs of texts that cover one another. */
export function overlaps({ texts }: Drawn): string[] {
  const cover = (one: Box, other: Box) =>
    one.left < other.right - SLACK &&
    other.left < one.right - SLACK &&
    one.top < other.bottom - 3 * SLACK &&
    other.top < one.bottom - 3 * SLACK;
  return texts.flatMap((one, index) =>
    texts.slice(index + 1).flatMap((other) => (cover(one, other) ? [`${one.text} and ${other.text}`] : [])),
  );
}

/** A node of the accessibility tree that Chromium gives to screen readers. */
export interface Spoken {
  role: string;
  name: string;
  description: string;
}

/** What a screen reader gets of a page, in order. */
export async function spoken(page: Page): Promise<Spoken[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, description }) => ({
      role: String(role?.value ?? ""),
      name: String(name?.value ?? ""),
      description: String(description?.value ?? ""),
    }));
}
