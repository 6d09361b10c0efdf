package dev.valise.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cdp.CdpConnection;
import dev.valise.cdp.CdpSession;
import java.time.Duration;
import java.util.Map;

/** The tab that a browser has when it starts. */
final class FirstTab {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Waits for a page that is on its way; the tab may be at about:blank yet. */
  private static final String LOADED_TEXT =
      """
      new Promise(resolve => {
        const look = () => location.href !== 'about:blank' && document.readyState === 'complete'
          ? resolve(document.body.innerText) : setTimeout(look, 20);
        look();
      })
      """;

  private FirstTab() {}

  static String textOf(CdpConnection browser) {
    for (JsonNode target : browser.call("Target.getTargets", LIMIT).path("targetInfos")) {
      if (target.path("type").asText().equals("page")) {
        String session =
            browser
                .call(
                    "Target.attachToTarget",
                    Map.of("targetId", target.path("targetId").asText(), "flatten", true),
                    LIMIT)
                .path("sessionId")
                .asText();
        return text(browser.session(session));
      }
    }
    throw new AssertionError("no tab");
  }

  private static String text(CdpSession tab) {
    return tab.call(
            "Runtime.evaluate",
            Map.of("expression", LOADED_TEXT, "awaitPromise", true, "returnByValue", true),
            LIMIT)
        .path("result")
        .path("value")
        .asText();
  }
}
