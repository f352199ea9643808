// The contract between the encoders and a format. An encoder is compiled once for each format (`encode<F extends Format>`), and
// `changetype<F>(0)` is its format: an object without memory, whose methods are called directly and inlined, so that a format
// costs no more than if each encoder were written for it alone. A format is a folder in formats/ with a class that
// extends this one, and its lines in assembly/index.ts.
//
// Every `write` and `copy` function writes plain text at `out` and returns the address after it; up to FRAGMENT_PADDING bytes
// after that may be overwritten. Every `emit` function writes to a pen (compress/pen.ts) what is at `position` in the text; one
// whose caller cannot know the length stores the end in EMITTER_END.

@unmanaged
export abstract class Format {
  /** What the other functions need to know, read once for many records; passed to them as `context`. */
  abstract contextOf(): u32;

  // --- The beginning of an event ---

  /** Prepares the text that all events of a second have before the user id; returns its length, at most 32 bytes. */
  abstract writeHead(head: usize, time: u32): usize;
  /** The head, user id and session id. `person` has the id's text (PERSON_...); 0 if it is to be looked up. */
  abstract writeBegin(out: usize, record: usize, shown: bool, head: usize, headLength: usize, context: u32, person: usize): usize;
  /** Copies the text of a state, with the key of the item number; the width is a good one for the lengths that occur. */
  abstract copyState(out: usize, text: usize, length: usize): usize;
  abstract writeItem(out: usize, item: u32): usize;

  // --- A user's details ---

  /** Copies the location and the key before it. */
  abstract copyLocation(out: usize, text: usize, length: usize): usize;
  /** When a user registered; `user` is the entry in the table of users. */
  abstract writeRegistration(out: usize, user: usize): usize;
  /** Size of a usual registration, at most 13; all others are looked up for each event. */
  abstract get registrationBytes(): usize;

  // --- The keys before values, with the closing of the value before and the opening of the value ---

  abstract get locationKeyBytes(): u32;
  abstract get agentKeyBytes(): u32;
  abstract get lastNameKeyBytes(): u32;
  abstract get firstNameKeyBytes(): u32;
  abstract get registrationKeyBytes(): u32;
  abstract get artistKeyBytes(): u32;
  abstract get songKeyBytes(): u32;
  abstract get lengthKeyBytes(): u32;
  abstract get lastNameKey(): v128;
  abstract get firstNameKey(): v128;
  abstract get registrationKey(): v128;
  abstract get artistKey(): v128;
  abstract get songKey(): v128;
  abstract get lengthKey(): v128;

  // --- The end of an event ---

  /** What ends every event with a song. */
  abstract writeEnd(out: usize): usize;
  /** How many bytes at the end of an event only part it from the next one: they are no part of a message. */
  abstract get separatorBytes(): usize;
  /** The end of an event without a song; `noSong` is the number of its fragment, which follows those of the songs. */
  abstract writeWithoutSong(out: usize, noSong: u32): usize;
}

/** A format that the kernel also emits as blocks of LZ4. */
@unmanaged
export abstract class EmittingFormat extends Format {
  /** Size of what writeEnd writes. Where nothing is between events, the end of one is emitted with the head of the next. */
  abstract get endBytes(): usize;

  /**
   * An event up to the state, where the user id and the session id are; the first `endBytes` of `head` are the end of the event before,
   * unless it is the first one.
   */
  abstract emitBegin(
    pen: u64,
    emitter: usize,
    head: usize,
    headLength: u32,
    endBytes: u32,
    record: usize,
    person: usize,
    shown: bool,
    song: bool,
    context: u32,
    position: u32,
    isFirst: bool,
  ): u64;
  /**
   * The registration and what follows it up to the song; remembers the details, which begin at `start`, in the entry `recent`
   * (lz4/recent.ts).
   */
  abstract emitRegistration(
    pen: u64,
    emitter: usize,
    scratch: usize,
    record: usize,
    person: usize,
    recent: usize,
    kind: u32,
    song: bool,
    start: u32,
    position: u32,
  ): u64;
  /** Bytes of a usual registration that all registrations of a run share: they are emitted with the tail of this kind. */
  abstract tailStartBytes(kind: u32): u32;
  /** Writes these bytes, and possibly more after them. */
  abstract writeTailStart(out: usize): void;
  /**
   * Prepares the bytes of a registration for emitRegistration at PERSON_NUMBER; returns what belongs to it in
   * PERSON_REGISTRATION_NODES, 0 if it must be looked up.
   */
  abstract putRegistration(person: usize, user: usize): u32;
}
