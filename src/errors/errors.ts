/** Bad usage, configuration or data: something that the user can fix. The command line exits with 2. */
export class InputError extends Error {
  override name = "InputError";
  /** what is wrong, without the place and the fix */
  readonly problem: string;
  /** the message without the fix */
  readonly found: string;
  /** the command that fixes it, where one does */
  fix: string | undefined;

  /** @param place where the problem is: a setting, or a file and its field */
  constructor(problem: string, fix?: string, place?: string) {
    const found = place === undefined ? problem : `${place}: ${problem}`;
    super(found);
    this.problem = problem;
    this.found = found;
    if (fix !== undefined) this.suggest(fix);
  }

  /** The same problem, said by a caller that knows the place better: the flag that gave the setting, say. */
  at(place: string): InputError {
    return new InputError(this.problem, this.fix, place);
  }

  /** Adds the command that fixes it, for a caller that knows one. */
  suggest(fix: string): this {
    this.fix = fix;
    this.message = `${this.found}; to fix it: ${fix}`;
    return this;
  }
}

/** A malformed file: names the file, the field, and the byte offset where that is known. */
export class FileFormatError extends InputError {
  override name = "FileFormatError";
  readonly file: string;
  readonly field: string;
  readonly offset: number | undefined;

  /** @param field "" for the file as a whole */
  constructor(file: string, field: string, problem: string, offset?: number, fix?: string) {
    const place = field === "" ? file : `${file}: ${field}`;
    super(problem, fix, `${place}${offset === undefined ? "" : ` at byte ${offset}`}`);
    this.file = file;
    this.field = field;
    this.offset = offset;
  }
}

/** An illegal value of a setting. A caller that knows where the setting was given names that place with `at`. */
export class SettingError extends InputError {
  override name = "SettingError";
  /** its name in a file of settings */
  readonly setting: string;

  constructor(setting: string, problem: string, fix?: string) {
    super(problem, fix, setting);
    this.setting = setting;
  }
}

/** A failure while a run is under way, or an accuracy below the required one. The command line exits with 1. */
export class RunError extends Error {
  override name = "RunError";
}

/** The loss of an example that is not finite ended the training: its parameters are those before that step. */
export class DivergedError extends RunError {
  override name = "DivergedError";
}

/** A call that breaks the contract of an engine: a bug in the calling code, which the command line reports as such. */
export class EngineMisuseError extends Error {
  override name = "EngineMisuseError";
}
