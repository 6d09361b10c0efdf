package dev.valise.api.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.valise.model.Refusal;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON object in a request. Fields nobody asks for are ignored, as Kernel does; a field of a
 * wrong type is refused by name. A null field is as good as none.
 */
final class RequestBody {

  /** In bytes; the largest request that Kernel's API documents is far smaller. */
  static final int LIMIT = 1_000_000;

  private final JsonNode object;
  private final String prefix;

  private RequestBody(JsonNode object, String prefix) {
    this.object = object;
    this.prefix = prefix;
  }

  /** Reads the body; an empty one is an empty object, because the SDK sends it so. */
  static RequestBody of(Context context) {
    return parse(read(context));
  }

  static RequestBody parse(byte[] bytes) {
    if (bytes.length == 0) {
      return new RequestBody(JsonNodeFactory.instance.objectNode(), "");
    }
    try {
      JsonNode node = KernelJson.MAPPER.readTree(bytes);
      if (!node.isObject()) {
        throw new Refusal.Invalid("the body must be a JSON object");
      }
      return new RequestBody(node, "");
    } catch (JsonProcessingException e) {
      throw new Refusal.Invalid("the body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<JsonNode> field(String name) {
    return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
  }

  /** Whether a field is there, with null for its value. */
  boolean isNull(String name) {
    return object.path(name).isNull();
  }

  Optional<String> text(String name) {
    return field(name)
        .map(value -> {
          if (!value.isTextual()) {
            throw wrong(name, "a string");
          }
          return value.textValue();
        });
  }

  Optional<Boolean> flag(String name) {
    return field(name)
        .map(value -> {
          if (!value.isBoolean()) {
            throw wrong(name, "true or false");
          }
          return value.booleanValue();
        });
  }

  /** An integer in a range, both ends included. */
  Optional<Integer> integer(String name, int from, int to) {
    return field(name)
        .map(value -> {
          if (!value.canConvertToExactIntegral()
              || !value.canConvertToInt()
              || value.intValue() < from
              || value.intValue() > to) {
            throw wrong(name, "an integer from " + from + " to " + to);
          }
          return value.intValue();
        });
  }

  Optional<RequestBody> object(String name) {
    return field(name)
        .map(value -> {
          if (!value.isObject()) {
            throw wrong(name, "an object");
          }
          return new RequestBody(value, prefix + name + ".");
        });
  }

  /** An array whose elements are all objects. */
  Optional<List<RequestBody>> objects(String name) {
    return field(name)
        .map(value -> {
          if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isObject)) {
            throw wrong(name, "an array of objects");
          }
          List<RequestBody> objects = new ArrayList<>();
          value.forEach(element ->
              objects.add(new RequestBody(element, prefix + name + "[" + objects.size() + "].")));
          return objects;
        });
  }

  /** An object whose values are all texts. */
  Optional<Map<String, String>> texts(String name) {
    return object(name)
        .map(body -> {
          Map<String, String> texts = new HashMap<>();
          body.object
              .fieldNames()
              .forEachRemaining(field ->
                  texts.put(
                      field, body.text(field).orElseThrow(() -> body.wrong(field, "a string"))));
          return texts;
        });
  }

  /** An array whose elements are all texts. */
  Optional<List<String>> textList(String name) {
    return field(name)
        .map(value -> {
          if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isTextual)) {
            throw wrong(name, "an array of strings");
          }
          return value.valueStream().map(JsonNode::textValue).toList();
        });
  }

  /**
   * For an object in which a field that is ignored would do harm.
   *
   * @throws Refusal.Invalid when there is any other field
   */
  void refuseUnknown(String... known) {
    List<String> names = List.of(known);
    for (var field : object.properties()) {
      if (!names.contains(field.getKey())) {
        throw new Refusal.Invalid(
            "there is no field " + prefix + field.getKey() + ", but " + String.join(", ", names));
      }
    }
  }

  Refusal wrong(String field, String wanted) {
    return new Refusal.Invalid(prefix + field + " must be " + wanted);
  }

  private static byte[] read(Context context) {
    if (context.contentLength() > LIMIT) {
      throw tooLarge();
    }
    try (InputStream in = context.bodyInputStream()) {
      byte[] bytes = in.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw tooLarge();
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ContentTooLargeResponse tooLarge() {
    return new ContentTooLargeResponse("the body is larger than " + LIMIT + " bytes");
  }
}
