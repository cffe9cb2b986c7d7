mod dimension;
mod table;
mod weight;
