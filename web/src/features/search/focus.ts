/** Where the focus goes when the control that has it goes away. */

/** To the button before it in its group, or the one after, or the question. */
export function focusBeside(): void {
  const now = document.activeElement;
  const buttons = [...(now?.closest("[role=group]")?.querySelectorAll("button") ?? [])];
  const at = buttons.findIndex((button) => button === now);
  const beside = at < 0 ? undefined : (buttons[at - 1] ?? buttons[at + 1]);
  if (beside) beside.focus();
  else focusQuestion();
}

/** To the tab that is open. */
export function focusQuestion(): void {
  document.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus();
}

/** To the image that had it last. */
export function focusGrid(): void {
  document.querySelector<HTMLElement>("[role=grid] [role=gridcell][tabindex='0']")?.focus();
}
