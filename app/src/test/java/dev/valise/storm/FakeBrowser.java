package dev.valise.storm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a fake browser keeps, and the DevTools commands that Valise and the clients of these tests
 * use. As Chromium it writes cookies late: those with an even number at once, others at its end;
 * cookies without an expiry are dropped at a start that comes after a regular end.
 */
final class FakeBrowser {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String COOKIES = "Default/Cookies of the fake";
  private static final String ITEMS = "Default/Items of the fake";
  private static final Pattern ITEM =
      Pattern.compile("localStorage\\.(set|remove)Item\\('(\\w+)'.*");

  private final FakeFolder folder;
  private final Runnable exit;
  private final ObjectNode cookies;
  private final ObjectNode items;
  private final ObjectNode writtenCookies;
  private boolean over;

  /**
   * @param exit ends the process
   */
  FakeBrowser(FakeFolder folder, Runnable exit) throws IOException {
    this.folder = folder;
    this.exit = exit;
    cookies = folder.read(COOKIES);
    if (!folder.crashed()) {
      cookies.removeIf(cookie -> cookie.path("session").asBoolean());
    }
    writtenCookies = cookies.deepCopy();
    items = folder.read(ITEMS);
  }

  /** An end in order: all is written, the locks go, the process ends. */
  synchronized void close() throws IOException {
    if (!over) {
      over = true;
      folder.write(COOKIES, cookies.toString());
      folder.leave();
      exit.run();
    }
  }

  /** The process is gone: nothing is written any more. */
  synchronized void die() {
    over = true;
  }

  /** The messages that follow a command. */
  synchronized List<String> answer(String message) throws IOException {
    if (over) {
      throw new IOException("the browser has ended");
    }
    JsonNode command = JSON.readTree(message);
    String method = command.path("method").asText();
    ObjectNode answer = JSON.createObjectNode();
    answer.set("id", command.get("id"));
    if (command.has("sessionId")) {
      answer.set("sessionId", command.get("sessionId"));
    }
    List<String> messages = new ArrayList<>();
    answer.set("result", result(method, command.path("params")));
    messages.add(answer.toString());
    if (method.equals("Page.navigate")) {
      ObjectNode loaded = JSON.createObjectNode().put("method", "Page.loadEventFired");
      loaded.set("sessionId", command.get("sessionId"));
      loaded.putObject("params");
      messages.add(loaded.toString());
    }
    return messages;
  }

  private ObjectNode result(String method, JsonNode params) throws IOException {
    ObjectNode result = JSON.createObjectNode();
    switch (method) {
      case "Browser.close" -> Thread.startVirtualThread(this::closeAfterAnswer);
      case "Storage.getCookies" -> cookies.forEach(result.withArray("cookies")::add);
      case "Storage.setCookies" -> setCookies(params.path("cookies"));
      case "Target.getTargets" -> result.putArray("targetInfos");
      case "Target.createTarget" -> result.put("targetId", "tab");
      case "Target.attachToTarget" -> result.put("sessionId", "session");
      case "Runtime.evaluate" ->
          result.putObject("result").put("value", evaluate(params.path("expression").asText()));
      default -> {
        // Nothing is asked of the answer to the others.
      }
    }
    return result;
  }

  private void closeAfterAnswer() {
    try {
      close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void setCookies(JsonNode set) throws IOException {
    for (JsonNode cookie : set) {
      String name = cookie.path("name").asText();
      boolean deleted = cookie.path("expires").asDouble(2) == 1;
      boolean atOnce = Flushing.isAtOnce(name);
      if (deleted) {
        cookies.remove(name);
      } else {
        cookies.set(name, complete((ObjectNode) cookie));
      }
      if (atOnce && deleted) {
        writtenCookies.remove(name);
      } else if (atOnce) {
        writtenCookies.set(name, cookies.get(name));
      }
    }
    folder.write(COOKIES, writtenCookies.toString());
  }

  private static ObjectNode complete(ObjectNode cookie) {
    boolean session = !cookie.has("expires");
    return cookie.deepCopy().put("session", session).put("path", "/");
  }

  private String evaluate(String expression) throws IOException {
    Matcher item = ITEM.matcher(expression);
    if (item.matches()) {
      if (item.group(1).equals("set")) {
        items.put(item.group(2), "");
      } else {
        items.remove(item.group(2));
      }
      folder.write(ITEMS, items.toString());
    }
    return String.join(" ", (Iterable<String>) items::fieldNames);
  }
}
