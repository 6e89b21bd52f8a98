/** @param {{code: number, message: string, data?: any}} error */
export function failed(error: {
    code: number;
    message: string;
    data?: any;
}): RequestFailed;
/** What went wrong; `kind` is for programs, the message for people. */
export class BrailledeskError extends Error {
    /** @param {string} message @param {{kind?: string, code?: number, where?: string, todo?: string}} more */
    constructor(message: string, more?: {
        kind?: string;
        code?: number;
        where?: string;
        todo?: string;
    });
    kind: string;
    code: number;
    where: string;
    todo: string;
}
/** The service was not reached, or the connection broke. */
export class ConnectionLost extends BrailledeskError {
}
/** The service refused a request; `kind` names its error ("ScreenFaulty", "NotAllowed", ...). */
export class RequestFailed extends BrailledeskError {
}
/** The request was given up by its signal. */
export class RequestCancelled extends RequestFailed {
}
/** The page is not paired with the service, or the code was wrong. */
export class NotPaired extends BrailledeskError {
}
/** The screen does not hold together. */
export class ScreenFaulty extends BrailledeskError {
}
