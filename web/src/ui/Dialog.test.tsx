/** The dialog: what the browser's own is asked to do. Where the focus goes is the browser's, and tested there. */
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { Dialog } from "@/ui/Dialog";

describe("Dialog", () => {
  it("is modal, and named by its title", () => {
    const showModal = vi.spyOn(HTMLDialogElement.prototype, "showModal");
    render(<Dialog title="Sure?">Text</Dialog>);
    expect(showModal).toHaveBeenCalledOnce();
    expect(screen.getByRole("dialog", { name: "Sure?" })).toHaveTextContent("Text");
  });

  it("closes by its button", async () => {
    const onClose = vi.fn();
    render(
      <Dialog title="Sure?" onClose={onClose}>
        Text
      </Dialog>,
    );
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("leaves it to its owner whether Escape closes it", () => {
    const onClose = vi.fn();
    render(
      <Dialog title="Sure?" onClose={onClose}>
        Text
      </Dialog>,
    );
    expect(fireEvent(screen.getByRole("dialog"), new Event("cancel", { cancelable: true }))).toBe(false);
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("that has to be answered has no way around", () => {
    render(<Dialog title="Log in again">Text</Dialog>);
    expect(screen.queryByRole("button")).not.toBeInTheDocument();
    expect(fireEvent(screen.getByRole("dialog"), new Event("cancel", { cancelable: true }))).toBe(false);
    expect(screen.getByRole("dialog")).toBeVisible();
  });

  it("is closed while it is still in the page, so that the focus finds its way back", () => {
    const wasThere: boolean[] = [];
    vi.spyOn(HTMLDialogElement.prototype, "close").mockImplementation(function close(this: HTMLDialogElement) {
      wasThere.push(this.isConnected);
    });
    render(<Dialog title="Sure?">Text</Dialog>).unmount();
    expect(wasThere).toEqual([true]);
  });
});
