package dev.valise.state.leveldb;

/**
 * One write of a key. Of several writes the one with the highest sequence number counts.
 *
 * @param sequence counts the writes of a database
 * @param deletion whether the key was deleted; the value is empty then
 */
record Entry(Slice key, long sequence, boolean deletion, Slice value) {

  /** What an entry takes of memory beside its bytes: the record and two slices, rounded up. */
  static final int OVERHEAD = 112;

  private static final int DELETION = 0;
  private static final int VALUE = 1;
  private static final int TRAILER = Long.BYTES;

  /**
   * @param internalKey the key, and behind it seven bytes of sequence number over one of type
   */
  static Entry of(Slice internalKey, Slice value) throws DamagedLevelDbException {
    Slice key = userKey(internalKey);
    byte[] trailer = internalKey.part(key.length(), TRAILER).toArray();
    long tag = new Input(trailer).fixed64();
    int type = (int) (tag & 0xff);
    if (type != DELETION && type != VALUE) {
      throw new DamagedLevelDbException("an entry of an unknown type");
    }
    return new Entry(key, tag >>> 8, type == DELETION, value);
  }

  /** By key; of one key the newest first. */
  static int compare(Entry one, Entry other) {
    int byKey = one.key.compareTo(other.key);
    return byKey != 0 ? byKey : Long.compare(other.sequence, one.sequence);
  }

  static Slice userKey(Slice internalKey) throws DamagedLevelDbException {
    if (internalKey.length() < TRAILER) {
      throw new DamagedLevelDbException("a key is too short");
    }
    return internalKey.first(internalKey.length() - TRAILER);
  }
}
