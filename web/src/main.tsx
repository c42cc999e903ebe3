/** Starts the app. */
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { watchConnection } from "@/api/connection";
import { newQueryClient } from "@/api/queryClient";
import { followOtherTabs } from "@/api/session";
import { listenForHotkeys } from "@/lib/hotkeys";
import { applyPreferences } from "@/lib/preferences";
import { newRouter } from "@/router";

applyPreferences();
watchConnection();
followOtherTabs();
listenForHotkeys();

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
createRoot(root).render(
  <StrictMode>
    <RouterProvider router={newRouter(newQueryClient())} />
  </StrictMode>,
);
