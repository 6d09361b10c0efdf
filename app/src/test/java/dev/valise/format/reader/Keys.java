package dev.valise.format.reader;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The page's "Keys": AES-256 keys by their ids. */
public final class Keys {
  private static final Pattern ROOT_KEY =
      Pattern.compile("\"value\"\\s*:\\s*\"([^\"]+)\"|\"keyId\"\\s*:\\s*([0-9]+)");
  private static final String MAGIC = "VALKEYS";
  private static final int HEADER = 8;
  private static final int NEWEST = 2;
  private static final int ID = 4;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final Map<Integer, byte[]> keys = new HashMap<>();

  private Keys() {}

  /** Reads the file root-key; in each key either of value and id may come first. */
  public static Keys root(String json) {
    var root = new Keys();
    byte[] value = {};
    int id = 0;
    Matcher found = ROOT_KEY.matcher(json);
    while (found.find()) {
      if (found.group(1) != null) {
        value = aesKey(Base64.getDecoder().decode(found.group(1)));
      } else {
        id = Integer.parseUnsignedInt(found.group(2));
      }
      if (value.length > 0 && id != 0) {
        root.keys.put(id, value);
        value = new byte[0];
        id = 0;
      }
    }
    return root;
  }

  /** Opens the column wrapped of a row of the table keyset. */
  public Keys unwrap(String name, byte[] wrapped) throws GeneralSecurityException {
    var keyset = Protobuf.parse(open(name, wrapped));
    var unwrapped = new Keys();
    for (byte[] message : keyset.all(2)) {
      var key = Protobuf.parse(message);
      byte[] value = aesKey(Protobuf.parse(key.one(1)).one(2));
      unwrapped.keys.put((int) key.number(3), value);
    }
    return unwrapped;
  }

  /** The message Keyset in the column wrapped. */
  public byte[] open(String name, byte[] wrapped) throws GeneralSecurityException {
    byte[] sealed = Protobuf.parse(message(name, wrapped)).one(2);
    return open(sealed, "valise keyset " + name);
  }

  private static byte[] message(String name, byte[] wrapped) throws GeneralSecurityException {
    if (!new String(wrapped, StandardCharsets.ISO_8859_1).startsWith(MAGIC)) {
      return wrapped;
    }
    int version = wrapped[HEADER - 1] & 0xff;
    if (version > NEWEST) {
      throw new GeneralSecurityException(
          name + " is of version " + version + "; known are those up to " + NEWEST);
    }
    return Arrays.copyOfRange(wrapped, HEADER, wrapped.length);
  }

  private static byte[] aesKey(byte[] message) {
    return Protobuf.parse(message).one(3);
  }

  /** Step 2 of "Sealed parts", backwards. */
  public byte[] open(byte[] sealed, String associated) throws GeneralSecurityException {
    if (sealed[0] != 1) {
      throw new GeneralSecurityException("it does not begin with 01");
    }
    int id = ByteBuffer.wrap(sealed, 1, ID).getInt();
    byte[] nonce = Arrays.copyOfRange(sealed, 1 + ID, 1 + ID + NONCE);
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, id, nonce, associated);
    return cipher.doFinal(sealed, 1 + ID + NONCE, sealed.length - 1 - ID - NONCE);
  }

  /** Step 2 of "Sealed parts", with a nonce that somebody chose. */
  public byte[] seal(int id, byte[] nonce, byte[] frame, String associated)
      throws GeneralSecurityException {
    byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, id, nonce, associated).doFinal(frame);
    return ByteBuffer.allocate(1 + ID + NONCE + ciphertext.length)
        .put((byte) 1)
        .putInt(id)
        .put(nonce)
        .put(ciphertext)
        .array();
  }

  private Cipher cipher(int mode, int id, byte[] nonce, String associated)
      throws GeneralSecurityException {
    byte[] key = keys.get(id);
    if (key == null) {
      throw new GeneralSecurityException("there is no key " + Integer.toUnsignedString(id));
    }
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(associated.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** The ids of the keys. */
  public Iterable<Integer> ids() {
    return Map.copyOf(keys).keySet();
  }
}
