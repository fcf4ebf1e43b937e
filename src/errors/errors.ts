/** Something that the person who typed the command can fix: usage, configuration or data. The command line exits with 2. */
export class InputError extends Error {
  override name = "InputError";
  /** the message without the command that mends it */
  readonly problem: string;
  /** what to type, where something helps */
  readonly fix: string | undefined;

  constructor(problem: string, fix?: string) {
    super(fix === undefined ? problem : `${problem}; to fix it: ${fix}`);
    this.problem = problem;
    this.fix = fix;
  }
}

/** A file that is not what it should be: names the file, the field, and the byte offset where that is known. */
export class FileFormatError extends InputError {
  override name = "FileFormatError";
  readonly file: string;
  readonly field: string;
  readonly offset: number | undefined;
  /** what is wrong with the field */
  readonly fieldProblem: string;

  constructor(file: string, field: string, problem: string, offset?: number, fix?: string) {
    super(`${file}: ${field}${offset === undefined ? "" : ` at byte ${offset}`}: ${problem}`, fix);
    this.fieldProblem = problem;
    this.file = file;
    this.field = field;
    this.offset = offset;
  }
}

/** A value of a setting that does not fit; whoever knows where the setting was given (a flag, a file) can name it as it was given. */
export class SettingError extends InputError {
  override name = "SettingError";
  /** as a file of settings has it */
  readonly setting: string;
  readonly settingProblem: string;

  constructor(setting: string, problem: string) {
    super(`${setting}: ${problem}`);
    this.setting = setting;
    this.settingProblem = problem;
  }
}

/** A failure while a run is under way, or a gate that was not reached. The command line exits with 1. */
export class RunError extends Error {
  override name = "RunError";
}

/** A call that breaks the contract of an engine: a bug in the calling code, which the command line reports as such. */
export class EngineMisuseError extends Error {
  override name = "EngineMisuseError";
}
