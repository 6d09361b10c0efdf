package dev.valise.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.valise.cdp.CdpConnection;
import dev.valise.profile.ProfileState.Cookies;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the cookies out of a running browser, and puts back those that it lost.
 *
 * <p>Cookies without an expiry are purged by a regular start of Chromium, and all cookies are
 * written to disk up to 30 s late (net/extras/sqlite/sqlite_persistent_cookie_store.cc); the
 * browser itself knows them all.
 */
final class CookieJar {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** What Network.Cookie and Network.CookieParam of the DevTools protocol have in common. */
  private static final List<String> FIELDS =
      List.of(
          "name",
          "value",
          "domain",
          "path",
          "secure",
          "httpOnly",
          "sameSite",
          "priority",
          "sourceScheme",
          "sourcePort",
          "partitionKey");

  private CookieJar() {}

  static Cookies take(CdpConnection browser) {
    JsonNode cookies = all(browser);
    int withoutExpiry = 0;
    for (JsonNode cookie : cookies) {
      withoutExpiry += cookie.path("session").asBoolean() ? 1 : 0;
    }
    return new Cookies(cookies.toString(), cookies.size(), withoutExpiry);
  }

  /**
   * Sets the cookies that were kept, have not expired and are missing in the browser.
   *
   * @param kept an array of Network.Cookie in JSON
   * @return how many were missing
   */
  static int restoreMissing(CdpConnection browser, String kept, Instant now) {
    Set<String> present = new HashSet<>();
    for (JsonNode cookie : all(browser)) {
      present.add(identity(cookie));
    }
    ArrayNode missing = JSON.createArrayNode();
    for (JsonNode cookie : parse(kept)) {
      if (!present.contains(identity(cookie)) && !expired(cookie, now)) {
        missing.add(parameter(cookie));
      }
    }
    if (!missing.isEmpty()) {
      browser.call("Storage.setCookies", Map.of("cookies", missing), LIMIT);
    }
    return missing.size();
  }

  /**
   * Makes the cookies of the browser just those that were kept and have not expired. One that is
   * already as it was kept is left alone, so that it keeps its age.
   *
   * @param kept an array of Network.Cookie in JSON
   * @return how many were set or deleted
   */
  static int replaceAll(CdpConnection browser, String kept, Instant now) {
    Map<String, JsonNode> present = new HashMap<>();
    for (JsonNode cookie : all(browser)) {
      present.put(identity(cookie), parameter(cookie));
    }
    ArrayNode changes = JSON.createArrayNode();
    for (JsonNode cookie : parse(kept)) {
      ObjectNode wanted = parameter(cookie);
      if (!expired(cookie, now) && !wanted.equals(present.remove(identity(cookie)))) {
        changes.add(wanted);
      }
    }
    // DevTools has no command for it; Chromium deletes what is set with an end in the past.
    present.values().forEach(gone -> changes.add(((ObjectNode) gone).put("expires", 1)));
    if (!changes.isEmpty()) {
      browser.call("Storage.setCookies", Map.of("cookies", changes), LIMIT);
    }
    return changes.size();
  }

  private static JsonNode all(CdpConnection browser) {
    return browser.call("Storage.getCookies", Map.of(), LIMIT).path("cookies");
  }

  private static JsonNode parse(String kept) {
    try {
      return JSON.readTree(kept);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the kept cookies are no JSON", e);
    }
  }

  /** RFC 6265 5.3 step 11, and the partition of CHIPS. */
  private static String identity(JsonNode cookie) {
    return String.join(
        "\n",
        cookie.path("name").asText(),
        cookie.path("domain").asText(),
        cookie.path("path").asText(),
        cookie.path("partitionKey").toString());
  }

  private static boolean expired(JsonNode cookie, Instant now) {
    return !cookie.path("session").asBoolean()
        && cookie.path("expires").asDouble() < now.getEpochSecond();
  }

  private static ObjectNode parameter(JsonNode cookie) {
    ObjectNode parameter = JSON.createObjectNode();
    for (String field : FIELDS) {
      if (cookie.has(field)) {
        parameter.set(field, cookie.get(field));
      }
    }
    if (!cookie.path("session").asBoolean()) {
      parameter.set("expires", cookie.get("expires"));
    }
    return parameter;
  }
}
