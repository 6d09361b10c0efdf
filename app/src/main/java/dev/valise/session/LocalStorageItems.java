package dev.valise.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cdp.CdpConnection;
import dev.valise.cdp.CdpException;
import dev.valise.cdp.CdpSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * What the open pages of a browser have in localStorage, as they see it themselves: Chromium writes
 * it to disk seconds later, and at once only when the last page of an origin has gone ({@code
 * components/services/storage/dom_storage/local_storage_impl.cc}).
 *
 * @param byStorageKey items by what {@code Storage.getStorageKey} says of a frame
 * @param warnings for people
 */
record LocalStorageItems(
    SortedMap<String, Map<String, String>> byStorageKey, List<String> warnings) {

  /** A page answers in a millisecond; one whose script never ends does not. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private static final Set<String> WITH_FRAMES = Set.of("page", "iframe", "background_page");
  private static final int MOST_PAGES = 500;

  /** Marks frames whose storage nobody can reach once they are gone (StorageKey::Serialize). */
  private static final String NONCE = "^1";

  LocalStorageItems {
    warnings = List.copyOf(warnings);
  }

  /** Asks all pages at the same time. Their clients notice nothing of it. */
  static LocalStorageItems take(CdpConnection browser) {
    JsonNode targets = browser.call("Target.getTargets", LIMIT).path("targetInfos");
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    int pages = 0;
    for (JsonNode target : targets) {
      if (WITH_FRAMES.contains(target.path("type").asText()) && ++pages <= MOST_PAGES) {
        String id = target.path("targetId").asText();
        answers.add(
            CompletableFuture.supplyAsync(() -> ask(browser, id), Thread::startVirtualThread));
      }
    }
    SortedMap<String, Map<String, String>> all = new TreeMap<>();
    int silent = Math.max(0, pages - MOST_PAGES);
    for (CompletableFuture<Answer> each : answers) {
      Answer answer = each.join();
      all.putAll(answer.items());
      silent += answer.complete() ? 0 : 1;
    }
    return new LocalStorageItems(
        all,
        silent == 0
            ? List.of()
            : List.of(
                silent
                    + " pages did not say what they have in localStorage: what they stored in the"
                    + " last seconds may be missing"));
  }

  private record Answer(Map<String, Map<String, String>> items, boolean complete) {}

  private static Answer ask(CdpConnection browser, String target) {
    Map<String, Map<String, String>> items = new HashMap<>();
    try {
      String session =
          browser
              .call("Target.attachToTarget", Map.of("targetId", target, "flatten", true), LIMIT)
              .path("sessionId")
              .asText();
      CdpSession page = browser.session(session);
      List<String> frames = new ArrayList<>();
      addFrames(page.call("Page.getFrameTree", LIMIT).path("frameTree"), frames);
      for (String frame : frames) {
        addItems(page, frame, items);
      }
      return new Answer(items, true);
    } catch (CdpException.Refused gone) {
      return new Answer(items, true);
    } catch (CdpException silent) {
      return new Answer(items, false);
    }
  }

  private static void addFrames(JsonNode tree, List<String> frames) {
    frames.add(tree.path("frame").path("id").asText());
    tree.path("childFrames").forEach(child -> addFrames(child, frames));
  }

  /** A frame without an origin, or one that may not store anything, is refused. */
  private static void addItems(
      CdpSession page, String frame, Map<String, Map<String, String>> items) {
    try {
      String key =
          page.call("Storage.getStorageKey", Map.of("frameId", frame), LIMIT)
              .path("storageKey")
              .asText();
      if (key.isEmpty() || key.contains(NONCE) || items.containsKey(key)) {
        return;
      }
      JsonNode entries =
          page.call(
                  "DOMStorage.getDOMStorageItems",
                  Map.of("storageId", Map.of("storageKey", key, "isLocalStorage", true)),
                  LIMIT)
              .path("entries");
      Map<String, String> found = new HashMap<>();
      entries.forEach(entry -> found.put(entry.path(0).asText(), entry.path(1).asText()));
      items.put(key, found);
    } catch (CdpException.Refused without) {
      // Has none.
    }
  }
}
