mod change;
mod create;
